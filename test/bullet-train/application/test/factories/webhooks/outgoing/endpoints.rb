FactoryBot.define do
  factory :webhooks_outgoing_endpoint, class: "Webhooks::Outgoing::Endpoint" do
    team
    name { "Some Endpoint" }
    url { "https://example.com/some-endpoint-url" }
    event_type_ids { ["project.created"] }
    api_version { 1 }

    factory :webhooks_outgoing_endpoint_example do
      id { 42 }
      team { FactoryBot.example(:team) }
      created_at { Time.utc(2023, 1, 1) }
      updated_at { Time.utc(2023, 1, 2) }
    end
  end
end
