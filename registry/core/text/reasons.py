"""Whether a reason is one: in the language that it should be in, and not the example that stood in its place."""

from __future__ import annotations

import re

from registry.core.languages import Bilingual

_HAN = re.compile("[\u3400-\u9fff]")
_LATIN = re.compile("[A-Za-z]")
_CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
_EXAMPLES = frozenset(
    "test todo tbd xxx none na 测试 待补 待定 无 原因 理由 更正 修改 更正原因 更正理由 更正的原因 更正的理由 撤回原因 撤回的原因 撤销原因 依据某文件该项举措停止执行 恢复原文的原因 原因和依据 原因和依据写成完整的句子 "
    "reason thereason areason correction thereasoninenglish reasoninenglish thecorrection reasonforthecorrection "
    "thereasonforthecorrection thereasonanditsbasis themeasureendedunderthedocumentnamedhere whytheformertextwasrestored thereasonanditsbasisasawholesentence".split()
)
"""What guide and messages write where a reason is to stand, as letters alone."""

_LANGUAGE = {
    "zh": (
        Bilingual("中文原因里没有中文。", "The Chinese reason has no Chinese in it."),
        Bilingual(
            "用中文写明原因；中英文写反了的，对调。",
            "Give the reason in Chinese; where the two languages were swapped, swap them back.",
        ),
    ),
    "en": (
        Bilingual("英文原因不是英文。", "The English reason is not English."),
        Bilingual(
            "用英文写明原因，不含汉字和全角标点；中英文写反了的，对调。",
            "Give the reason in English, without Chinese characters and full-width punctuation; where the two languages were "
            "swapped, swap them back.",
        ),
    ),
}
_EXAMPLE = (
    Bilingual("这只是示例的文字，不是原因。", "These are the words of the example, not a reason."),
    Bilingual(
        "写明为什么，例如“抄录时漏了一个字”。",
        "Say why, such as “A character was left out when the text was copied”.",
    ),
)


def fault_of_reason(text: str, language: str) -> tuple[Bilingual, Bilingual] | None:
    """Return what is wrong with a reason in a language and what to do, or ``None``."""
    right = _HAN.search(text) if language == "zh" else _LATIN.search(text) and not _CHINESE.search(text)
    return example_for_a_reason(text) if right else _LANGUAGE[language]


def example_for_a_reason(text: str) -> tuple[Bilingual, Bilingual] | None:
    """Return what is wrong and what to do where a reason is an example that was left as it was, else ``None``."""
    letters = "".join(re.findall(r"\w", text)).lower()
    return _EXAMPLE if letters in _EXAMPLES or len(letters) < 2 else None
