"""macrolint checks support macros and canned responses for tone, acknowledgement and promises."""

__version__ = "0.1.0"
REPOSITORY = "https://github.com/macrolint/macrolint"
