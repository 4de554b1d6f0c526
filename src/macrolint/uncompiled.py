"""Regular expressions of modules, compiled when they are first used: a run needs few of them."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


def lazy(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return an expression that is compiled when it is first used."""
    return cast("re.Pattern[AnyStr]", _Lazy(source, flags))


class _Lazy:
    """An expression by its source; what is asked of it is answered by the compiled one."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self.pattern, self._flags = source, flags

    def __reduce__(self) -> tuple[Any, ...]:
        return lazy, (self.pattern, self._flags)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        expression = re.compile(self.pattern, self._flags)
        self.__dict__.update({method: getattr(expression, method) for method in _ASKED})
        return self.__dict__[name]


_ASKED = tuple(name for name in dir(re.Pattern) if not name.startswith("_"))
