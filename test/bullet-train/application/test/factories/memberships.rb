FactoryBot.define do
  factory :membership do
    user
    team

    factory :membership_example do
      id { 42 }
      team { FactoryBot.example(:team) }
      user { FactoryBot.example(:user, teams: [team]) }
      invitation_id { nil }
      user_first_name { user.first_name }
      user_last_name { user.last_name }
      user_profile_photo_id { 1 }
      user_email { user.email }
      platform_agent_of_id { nil }
      platform_agent { false }
      role_ids { ["admin"] }
      # To give it one would have no end: that is a membership, too.
      added_by_id { nil }
      created_at { Time.utc(2023, 1, 1) }
      updated_at { Time.utc(2023, 1, 2) }
    end
  end
end
