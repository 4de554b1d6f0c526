"""The command line. A command is a module of this package with a Click command named `command`."""
