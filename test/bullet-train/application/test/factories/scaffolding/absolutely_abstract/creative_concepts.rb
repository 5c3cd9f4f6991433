FactoryBot.define do
  factory :scaffolding_absolutely_abstract_creative_concept, class: "Scaffolding::AbsolutelyAbstract::CreativeConcept" do
    team
    name { "MyString" }
    description { "MyText" }

    factory :scaffolding_absolutely_abstract_creative_concept_example do
      id { 42 }
      team { FactoryBot.example(:team) }
      created_at { Time.utc(2023, 1, 1) }
      updated_at { Time.utc(2023, 1, 2) }
    end
  end
end
