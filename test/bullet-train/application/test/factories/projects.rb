FactoryBot.define do
  factory :project do
    team
    sequence(:name) { |n| "Example Project #{n}" }

    factory :project_example do
      id { 42 }
      team { FactoryBot.example(:team) }
      description { "MyText" }
      priority { "normal" }
      due_on { Date.new(2027, 1, 31) }
      budget { "1250.5" }
      tag_names { ["internal"] }
      created_at { Time.utc(2023, 1, 1) }
      updated_at { Time.utc(2023, 1, 2) }
    end
  end
end
