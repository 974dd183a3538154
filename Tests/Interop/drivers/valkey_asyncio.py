#!/usr/bin/env python3
"""valkey-py, with asyncio."""

import valkey
import valkey.asyncio

from redis_family import RedisDriver

RedisDriver(valkey.asyncio.Valkey, valkey.exceptions, valkey.__version__).run()
