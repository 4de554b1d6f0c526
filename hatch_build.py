"""Compile the rulesets into the one data file that a wheel carries."""

import json
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileRulesets(BuildHookInterface[Any]):
    """Adds `macrolint/catalog.json` to the wheel; a broken rule file stops the build."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before files are gathered. An editable install compiles when it first runs."""
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path.insert(0, str(Path(self.root, "src")))
        from macrolint.rules.catalog import read_catalog, to_json

        made = to_json(read_catalog(str(Path(self.root, "rulesets"))))
        path = Path(self.directory, "catalog.json")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(made, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
        build_data["force_include"][str(path)] = "macrolint/catalog.json"
