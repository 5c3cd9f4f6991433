FactoryBot.define do
  factory :exhibit do
    team
    sequence(:name) { |n| "Example Exhibit #{n}" }

    factory :exhibit_example do
      id { 42 }
      team { FactoryBot.example(:team) }
      notes { "MyText" }
      rarity { "common" }
      colour { "#47E37F" }
      portrait { "portrait-1" }
      mood { "🙂" }
      contact_email { "curator@example.com" }
      contact_phone { "+19053871234" }
      secret_word { "sesame" }
      pieces { 3 }
      weight { "1.25" }
      found_on { Date.new(2023, 1, 1) }
      catalogued_at { Time.utc(2023, 1, 1) }
      on_display { true }
      origin { "lagoon" }
      recipe { "mix(1, 2)" }
      materials { ["glass"] }
      uses { ["decoration"] }
      related_places { ["quay"] }
      created_at { Time.utc(2023, 1, 1) }
      updated_at { Time.utc(2023, 1, 2) }
    end
  end
end
