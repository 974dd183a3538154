"""Bridges between Leadline and the world: mail, web hooks, a drop folder, links, a gateway.

usage: python3 clients/bridges BRIDGE CONFIG [KEY…]

BRIDGE is mail, hooks, drop, web, gateway, backup, or replay-mail and replay-hooks, which send dead letters
again: those with the KEYs, or all. CONFIG is a JSON file; the README beside this file lists its
keys.
"""

import logging
import sys

from leadline import NotTrusted
from leadline_bridges import backup, drop, gateway, hooks, mail, web
from leadline_bridges.common import Config, ConfigFault, ending_in_order

BRIDGES = {
    "mail": mail.serve, "hooks": hooks.serve, "drop": drop.serve, "web": web.serve,
    "gateway": gateway.serve, "backup": backup.serve, "replay-mail": mail.replay,
    "replay-hooks": hooks.replay,
}


def main(arguments):
    if len(arguments) < 2 or arguments[0] not in BRIDGES:
        print(__doc__.strip(), file=sys.stderr)
        return 64
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s", level="INFO")
    ending_in_order()
    name, path, *keys = arguments
    try:
        config = Config.read(path)
        return BRIDGES[name](config, *([keys] if name.startswith("replay-") else [])) or 0
    except ConfigFault as fault:
        print(f"{path}: {fault}", file=sys.stderr)
        return 78
    except NotTrusted as error:
        print(f"{path}: the Leadline server is not believed: {error}", file=sys.stderr)
        return 69


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
