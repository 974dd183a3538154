#!/usr/bin/env python3
"""redis-cli as scripts call it, in RESP2."""

from redis_cli_family import Raw

Raw().run()
