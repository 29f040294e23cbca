-- wrk at a constant rate: each thread has one connection and its own share of the moments at which requests are due; a latency
-- is counted from that moment. Arguments: file of requests, number of threads, requests a second (0: no pause), seconds.
local ffi = require("ffi")
ffi.cdef[[
typedef struct { long tv_sec; long tv_nsec; } moment;
int clock_gettime(int clock, moment *now);
]]
local moment = ffi.new("moment")

local function now()  -- milliseconds; long enough ago is zero
  ffi.C.clock_gettime(1, moment)
  return tonumber(moment.tv_sec) * 1000 + tonumber(moment.tv_nsec) / 1e6
end

local threads = {}

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

function init(arguments)
  local count, rate = tonumber(arguments[2]), tonumber(arguments[3])
  local all = {}
  for text in io.lines(arguments[1]) do table.insert(all, text) end
  todo, at, latencies, wrong, example = {}, 1, {}, 0, ""
  for place, text in ipairs(all) do  -- each line to one thread, a submit is sent once
    if #all < count or (place - 1) % count == number then table.insert(todo, text) end
  end
  step = rate > 0 and 1000 * count / rate or 0
  first = now() + 250 + (rate > 0 and 1000 * number / rate or 0)
  last = first + 1000 * tonumber(arguments[4])
  sent, due, words = 0, nil, nil
end

local function split(text)
  local parts = {}
  for part in (text .. "\t"):gmatch("([^\t]*)\t") do table.insert(parts, part) end
  return parts
end

function delay()
  if step == 0 then return 0 end
  due = first + sent * step
  if due > last then return 3600000 end
  return math.max(0, due - now())
end

function request()
  local parts = split(todo[at])
  at = at % #todo + 1
  sent = sent + 1
  if step == 0 then due = now() end
  words = parts[4]
  local headers = {["Cookie"] = parts[3], ["X-Forwarded-Proto"] = "https", ["X-Forwarded-For"] = "10." .. number .. "." .. math.floor(at / 250) .. "." .. at % 250 + 1, ["Accept-Language"] = "zh-CN", ["Referer"] = wrk.scheme .. "s://" .. wrk.host .. ":" .. wrk.port .. parts[2]}
  if parts[1] == "POST" then headers["Content-Type"] = "application/x-www-form-urlencoded" end
  return wrk.format(parts[1], parts[2], headers, parts[1] == "POST" and parts[5] or nil)
end

function response(status, headers, body)
  if due > last then  -- only where there is no pause
    sent = sent - 1
    return
  end
  table.insert(latencies, string.format("%.2f", now() - due))
  if (status ~= 200 and status ~= 304) or not body:find(words, 1, true) then
    wrong = wrong + 1
    if example == "" then example = status .. " " .. (body:match("<main.*") or body):sub(1, 300):gsub("[%c\"\\]", " ") end
  end
end

function done(summary, latency, requests)
  local all, faults, asked, seen = {}, 0, 0, ""
  for _, thread in ipairs(threads) do
    table.insert(all, table.concat(thread:get("latencies"), " "))
    faults = faults + thread:get("wrong")
    asked = asked + thread:get("sent")
    if seen == "" then seen = thread:get("example") end
  end
  if seen ~= "" then io.stderr:write(seen .. "\n") end
  io.write(string.format('{"ms": "%s", "wrong": %d, "asked": %d}\n', table.concat(all, " "), faults, asked))
end
