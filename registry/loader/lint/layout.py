"""Layout: whether what stands on a line is where its level begins."""

from __future__ import annotations

from dataclasses import dataclass, field

from registry.loader.lint.source_lines import SourceLines


@dataclass(slots=True)
class Level:
    """A level of indentation: its column (from 0), ``"key"`` or ``"item"``, where it began, how often it was met."""

    column: int
    kind: str
    line: int
    count: int = 1


@dataclass(slots=True)
class Layout:
    """The levels of indentation that are open, the outermost first."""

    sheet: SourceLines
    levels: list[Level] = field(default_factory=list)
    opened: bool = True
    """Whether nothing stood after the last key or dash, so that a deeper level may follow."""
    misaligned: tuple[int, int] = (-1, -1)
    """Column and line of what was last found misaligned; the lines below it are so for the same reason."""

    @property
    def floor(self) -> int:
        """The column of the innermost level; -1 where there is none yet."""
        return self.levels[-1].column if self.levels else -1

    def has_key_at(self, column: int) -> bool:
        """Say whether the innermost level is one of keys in this column."""
        return bool(self.levels) and self.levels[-1].kind == "key" and self.levels[-1].column == column

    def has_list_at(self, column: int) -> bool:
        """Say whether items of an open list stand in this column."""
        return any(level.kind == "item" and level.column == column for level in self.levels)

    def place(self, column: int, kind: str, *, shift: bool) -> int:
        """Hold what stands at ``column`` against the levels above; return its column after mending.

        ``shift`` says that it is the first on its line, which may be moved.
        """
        left: list[Level] = []
        while self.levels and self.levels[-1].column > column:
            left.append(self.levels.pop())
        if self.stands_on_level(column, kind):
            return column
        if not left and (self.opened or not self.levels):
            self.levels.append(Level(column, kind, self.sheet.at))
            return column
        if left and kind == "key" and len(self.levels) == 1 and self.levels[0].column == column:
            return self.blame_dash(self.levels.pop())
        # Of a line that fits two spaces below the level above and one before it that does not, the latter is to blame.
        rival = left[-1] if left else self.levels.pop()
        above = self.floor
        if (
            rival.count == 1
            and rival.kind == kind
            and rival.column != column == (above + 2 if self.levels else 0)
        ):
            return self.blame_first(rival, column)
        self.levels.append(rival)
        if (column, self.sheet.at - 1) != self.misaligned:
            self.sheet.report(column, "indentation.unlike-above")
        self.misaligned = column, self.sheet.at
        if shift:
            self.sheet.line = " " * rival.column + self.sheet.line[column:]
            return rival.column
        return column

    def stands_on_level(self, column: int, kind: str) -> bool:
        """Say whether a level of this kind is open in this column, entering what stands there."""
        if not self.levels or self.levels[-1].column != column:
            return False
        if self.levels[-1].kind == kind:
            self.levels[-1].count += 1
            return True
        if kind == "item":  # A list may stand at the column of its key.
            self.levels.append(Level(column, kind, self.sheet.at))
            return True
        if len(self.levels) > 1 and self.levels[-2].column == column:
            self.levels.pop()
            return True
        return False

    def blame_first(self, first: Level, column: int) -> int:
        """Report the first line of a level, with which the next does not agree."""
        self.sheet.report(
            first.column,
            "indentation.unlike-below" if column else "indentation.outermost",
            at=first.line,
            column=column,
        )
        self.sheet.lines[first.line] = " " * column + self.sheet.lines[first.line].lstrip()
        self.levels.append(Level(column, first.kind, first.line, 2))
        return column

    def blame_dash(self, item: Level) -> int:
        """Report a dash before the first key, without which the file is no list."""
        self.sheet.report(item.column, "dash.before-first-field", at=item.line)
        self.sheet.lines[item.line] = self.sheet.lines[item.line].replace("- ", "", 1).lstrip()
        self.levels.append(Level(item.column, "key", item.line, 2))
        return item.column
