"""Compile the rulesets, the platforms and their placeholders into the data files that a wheel carries."""

import json
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileRulesets(BuildHookInterface[Any]):
    """Adds `catalog.json`, `platforms.json` and `dialects.json` to the wheel; a broken file stops the build."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before files are gathered. An editable install compiles when it first runs."""
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path.insert(0, str(Path(self.root, "src")))
        from macrolint.placeholders.dialects import read_dialects
        from macrolint.readers.platforms import read_platforms
        from macrolint.rules.packing import written
        from macrolint.rules.reading import read_catalog, to_json

        platforms = read_platforms(str(Path(self.root, "platforms")))
        for name, made in (
            ("catalog.json", written(to_json(read_catalog(str(Path(self.root, "rulesets")))))),
            ("platforms.json", _json(list(platforms.values()))),
            ("dialects.json", _json(read_dialects(str(Path(self.root, "platforms", "dialects"))))),
        ):
            path = Path(self.directory, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(made)
            build_data["force_include"][str(path)] = f"macrolint/{name}"


def _json(values: Any) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
