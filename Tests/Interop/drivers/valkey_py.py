#!/usr/bin/env python3
"""valkey-py, with blocking calls."""

import valkey

from redis_family import RedisDriver

RedisDriver(valkey.Valkey, valkey.exceptions, valkey.__version__).run()
