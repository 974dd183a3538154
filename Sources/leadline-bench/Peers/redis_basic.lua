-- One new lead with what many would keep: the address claimed, a record, four sorted indexes, a
-- word index, an event and two counters.
-- ARGV: email, name, company, service, zip, notes, seconds since 1970
local email, name, company, service, zip = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local claim = 'email:' .. email
if redis.call('EXISTS', claim) == 1 then return redis.error_reply('EXISTS customer is registered') end
local id = redis.call('INCR', 'seq:lead')
redis.call('SET', claim, id)
redis.call('HSET', 'lead:' .. id, 'email', email, 'name', name, 'company', company,
    'service', service, 'zip', zip, 'notes', ARGV[6], 'status', 'new', 'source', 'employee',
    'created', ARGV[7], 'version', 1)
redis.call('ZADD', 'idx:created', ARGV[7], id)
redis.call('ZADD', 'idx:status:new', id, id)
redis.call('ZADD', 'idx:service:' .. service, id, id)
redis.call('ZADD', 'idx:zip:' .. zip, id, id)
local seen = {}
for word in string.gmatch(string.lower(name .. ' ' .. company .. ' ' .. email), '%w+') do
    if not seen[word] then
        seen[word] = true
        redis.call('ZADD', 'idx:word', 0, word .. ':' .. id)
    end
end
redis.call('XADD', 'events', '*', 'type', 'lead.created', 'lead', id, 'actor', 'bench')
redis.call('HINCRBY', 'count:status', 'new', 1)
redis.call('HINCRBY', 'count:service', service, 1)
return 'L' .. id
