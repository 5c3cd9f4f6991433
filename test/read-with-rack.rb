# Reads requests as a Rails application would: JSON in, [{query, type, body (base64)}], JSON out, their parameters.
require 'base64'
require 'json'
require 'rack'
require 'stringio'

def plain(value)
  case value
  when Hash
    return { 'file' => value[:filename], 'type' => value[:type], 'content' => value[:tempfile].read } if value.key?(:tempfile)
    value.transform_values { |inner| plain(inner) }
  when Array then value.map { |inner| plain(inner) }
  else value
  end
end

requests = JSON.parse($stdin.read)
answers = requests.map do |request|
  body = Base64.decode64(request['body'])
  environment = {
    'REQUEST_METHOD' => 'POST',
    'QUERY_STRING' => request['query'],
    'CONTENT_TYPE' => request['type'],
    'CONTENT_LENGTH' => body.bytesize.to_s,
    'rack.input' => StringIO.new(body.b)
  }
  rack = Rack::Request.new(environment)
  plain(rack.GET.merge(rack.POST))
end
puts JSON.generate(answers)
