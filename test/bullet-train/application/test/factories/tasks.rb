FactoryBot.define do
  factory :task do
    project
    sequence(:name) { |n| "Example Task #{n}" }

    factory :task_example do
      id { 42 }
      project { FactoryBot.example(:project) }
      notes { "MyText" }
      created_at { Time.utc(2023, 1, 1) }
      updated_at { Time.utc(2023, 1, 2) }
    end
  end
end
