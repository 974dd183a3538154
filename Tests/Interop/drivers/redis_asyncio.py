#!/usr/bin/env python3
"""redis-py, with asyncio."""

import redis
import redis.asyncio

from redis_family import RedisDriver

RedisDriver(redis.asyncio.Redis, redis.exceptions, redis.__version__).run()
