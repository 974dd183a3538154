#!/usr/bin/env python3
"""redis-py, with blocking calls."""

import redis

from redis_family import RedisDriver

RedisDriver(redis.Redis, redis.exceptions, redis.__version__).run()
