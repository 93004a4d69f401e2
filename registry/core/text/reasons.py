"""Whether a reason is one: in the language that it should be in, and not the example that stood in its place."""

from __future__ import annotations

import re

_HAN = re.compile("[\u3400-\u9fff]")
_LATIN = re.compile("[A-Za-z]")
_CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
_EXAMPLES = frozenset(
    "test todo tbd xxx none na 测试 待补 待定 无 原因 理由 更正 修改 更正原因 更正理由 更正的原因 更正的理由 撤回原因 撤回的原因 撤销原因 依据某文件该项举措停止执行 恢复原文的原因 原因和依据 原因和依据写成完整的句子 "
    "reason thereason areason correction thereasoninenglish reasoninenglish thecorrection reasonforthecorrection "
    "thereasonforthecorrection thereasonanditsbasis themeasureendedunderthedocumentnamedhere whytheformertextwasrestored thereasonanditsbasisasawholesentence".split()
)
"""What guide and messages write where a reason is to stand, as letters alone."""


def fault_of_reason(text: str, language: str) -> str | None:
    """Return the name of the message on what is wrong with a reason in a language, or ``None``."""
    right = _HAN.search(text) if language == "zh" else _LATIN.search(text) and not _CHINESE.search(text)
    return example_for_a_reason(text) if right else f"correction-explained.not-in-{language}"


def example_for_a_reason(text: str) -> str | None:
    """Return the name of the message where a reason is an example that was left as it was, else ``None``."""
    letters = "".join(re.findall(r"\w", text)).lower()
    return "correction-explained.example" if letters in _EXAMPLES or len(letters) < 2 else None
