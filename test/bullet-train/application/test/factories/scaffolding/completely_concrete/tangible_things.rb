FactoryBot.define do
  factory :scaffolding_completely_concrete_tangible_thing, class: "Scaffolding::CompletelyConcrete::TangibleThing" do
    association :absolutely_abstract_creative_concept, factory: :scaffolding_absolutely_abstract_creative_concept
    text_field_value { "MyString" }

    factory :scaffolding_completely_concrete_tangible_thing_example do
      id { 42 }
      absolutely_abstract_creative_concept { FactoryBot.example(:scaffolding_absolutely_abstract_creative_concept) }
      button_value { "one" }
      color_picker_value { "#47E37F" }
      date_field_value { Date.new(2023, 1, 1) }
      date_and_time_field_value { Time.utc(2023, 1, 1) }
      email_field_value { "me@example.com" }
      phone_field_value { "+19053871234" }
      option_value { "one" }
      multiple_option_values { ["one", "two"] }
      super_select_value { "three" }
      text_area_value { "MyText" }
      action_text_value { "MyText" }
      created_at { Time.utc(2023, 1, 1) }
      updated_at { Time.utc(2023, 1, 2) }
    end
  end
end
