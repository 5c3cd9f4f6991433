FactoryBot.define do
  factory :invitation do
    team
    sequence(:email) { |n| "invited-#{n}@example.com" }

    factory :invitation_example do
      id { 42 }
      team { FactoryBot.example(:team) }
      from_membership { FactoryBot.example(:membership, team: team) }
      uuid { "0123456789abcdef0123456789abcdef" }
      created_at { Time.utc(2023, 1, 1) }
      updated_at { Time.utc(2023, 1, 2) }
    end
  end
end
