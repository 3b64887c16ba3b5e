"""``python -m zorgkaart``: the command line."""

from zorgkaart.cli.app import app

app(prog_name="zorgkaart")
