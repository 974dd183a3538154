#!/usr/bin/env python3
"""redis-cli --json, in RESP3."""

from redis_cli_family import Json

Json().run()
