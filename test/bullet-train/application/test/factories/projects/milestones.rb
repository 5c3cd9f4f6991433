FactoryBot.define do
  factory :projects_milestone, class: "Projects::Milestone" do
    project
    sequence(:name) { |n| "Example Milestone #{n}" }

    factory :projects_milestone_example do
      id { 42 }
      project { FactoryBot.example(:project) }
      reached_at { Time.utc(2023, 1, 1) }
      sort_order { 1 }
      created_at { Time.utc(2023, 1, 1) }
      updated_at { Time.utc(2023, 1, 2) }
    end
  end
end
