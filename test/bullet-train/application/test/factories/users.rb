FactoryBot.define do
  factory :user do
    sequence(:email) { |n| "generic-user-#{n}@example.com" }
    password { "bullet-train" }
    first_name { "Generic" }
    last_name { "User" }
    time_zone { "UTC" }
    locale { nil }

    factory :user_example do
      id { 42 }
      first_name { "Example First Name" }
      last_name { "Example Last Name" }
      created_at { Time.utc(2023, 1, 1) }
      updated_at { Time.utc(2023, 1, 2) }
    end
  end
end
