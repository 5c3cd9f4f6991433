FactoryBot.define do
  factory :webhooks_outgoing_event, class: "Webhooks::Outgoing::Event" do
    team
    event_type_id { "project.created" }
    data { {"id" => 42, "name" => "Example Project"} }
    api_version { 1 }

    factory :webhooks_outgoing_event_example do
      id { 42 }
      team { FactoryBot.example(:team) }
      subject_id { 42 }
      subject_type { "Project" }
      uuid { "0123456789abcdef0123456789abcdef" }
      created_at { Time.utc(2023, 1, 1) }
    end
  end
end
