-- One new lead with every kind of entry that Leadline keeps for it.
-- ARGV: email, name, company, service, zip, notes, seconds since 1970
local email, name, company, service, zip = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local key = string.lower(email)
local claim = 'email:' .. key
if redis.call('EXISTS', claim) == 1 then return redis.error_reply('EXISTS customer is registered') end
local id = redis.call('INCR', 'seq:lead')
redis.call('SET', claim, id)
redis.call('HSET', 'lead:' .. id, 'email', email, 'name', name, 'company', company,
    'service', service, 'zip', zip, 'notes', ARGV[6], 'status', 'new', 'source', 'employee',
    'created', ARGV[7], 'version', 1)
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
-- Open leads by what only warns of a double, the domain, and company with place: a set is list and
-- count in one.
local domain = string.match(key, '@(.*)$')
local place = string.lower(company) .. ':' .. zip
redis.call('SADD', 'open:domain:' .. domain, id)
redis.call('SADD', 'open:place:' .. place, id)
-- The queue by score, under every service and under its own, of those whom nobody has taken.
redis.call('ZADD', 'untaken:any', 0, id)
redis.call('ZADD', 'untaken:' .. service, 0, id)
redis.call('ZADD', 'idx:updated', ARGV[7], id)
-- The event with its personal part, and what it is found by.
local event = redis.call('XADD', 'events', '*', 'type', 'lead.created', 'lead', id,
    'service', service, 'zip', zip, 'actor', 'bench',
    'personal', cjson.encode({ email = email, name = name, company = company, notes = ARGV[6] }))
redis.call('ZADD', 'idx:event', 0, 'L' .. id .. ':' .. event)
return 'L' .. id
