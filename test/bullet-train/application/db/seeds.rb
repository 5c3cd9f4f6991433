# The people and records of the sandbox, so that one test can ask both the same questions, and what only a real
# application has.
PASSWORD = "bullet-train"
ADMIN = [Role.admin.id].freeze
EDITOR = [Role.find_by_key("editor").id].freeze

def person(email, name)
  first_name, last_name = name.split
  User.create!(email:, password: PASSWORD, first_name:, last_name:, time_zone: "UTC", locale: "en")
end

def join(user, team, role_ids)
  Membership.create!(user:, team:, role_ids:, user_email: user.email, user_first_name: user.first_name, user_last_name: user.last_name)
  user.update!(current_team: team) unless user.current_team
end

alice = person("alice@example.com", "Alice Archer")
bob = person("bob@example.com", "Bob Baker")
carol = person("carol@example.com", "Carol Clark")

acme, globex, initech = %w[Acme Globex Initech].map { |name| Team.create!(name:, time_zone: "UTC", locale: "en") }
join(alice, acme, ADMIN)
join(alice, globex, ADMIN)
join(bob, initech, ADMIN)
join(bob, globex, EDITOR)
join(carol, acme, [])

# A system-level application: no team, so no team's end takes it along.
application = Platform::Application.create!(
  name: "Sandbox Platform Application",
  uid: "sandbox-client-id",
  secret: "sandbox-client-secret",
  redirect_uri: ENV.fetch("REDIRECT_URIS", "http://localhost:3001/oauth/callback").split(",").join("\n")
)
{alice => "sandbox-token-of-alice", bob => "sandbox-token-of-bob", carol => "sandbox-token-of-carol"}.each do |user, token|
  issued = Platform::AccessToken.create!(application:, resource_owner_id: user.id, scopes: "admin", expires_in: nil)
  # Doorkeeper makes a token of its own, whatever it is given.
  issued.update_columns(token:)
end

SUBJECTS = ["Website", "Mobile app", "Billing", "Onboarding", "Warehouse", "Newsletter", "Support desk", "Partner portal", "Data import"].freeze
UNDERTAKINGS = %w[relaunch audit research migration clean-up].freeze
TASKS = ["Write the brief", "Agree on a budget", "Review with the team"].freeze

def project(team, name)
  record = team.projects.create!(name:)
  count = record.id
  record.update!(
    description: "#{name} at #{team.name}",
    priority: %w[normal high low][count % 3],
    due_on: Date.new(2027, count % 12 + 1, 15),
    budget: count * 1250,
    tag_names: count.odd? ? %w[internal] : %w[customer urgent]
  )
  TASKS.each_with_index { |task, index| record.tasks.create!(name: task, done: index.zero?) } if count % 3 == 1
  record
end

# 45 projects are three pages: 20, 20 and 5.
SUBJECTS.product(UNDERTAKINGS).each { |subject, undertaking| project(acme, "#{subject} #{undertaking}") }
["Hammock District", "Moon base", "Volcano lair"].each { |name| project(globex, name) }
["TPS reports", "Stapler inventory", "Printer replacement", "Basement move"].each { |name| project(initech, name) }

# Somebody has dragged these: their order is not that of their ids, and a cursor goes by ids.
milestones = 45.times.map { |count| acme.projects.first.milestones.create!(name: "Milestone #{count + 1}") }
milestones.each { |milestone| milestone.update!(sort_order: (milestone.sort_order * 7) % 45) }

concept = acme.scaffolding_absolutely_abstract_creative_concepts.create!(name: "Lighthouse", description: "Keeps ships off the rocks")
3.times { |count| concept.completely_concrete_tangible_things.create!(text_field_value: "Lamp #{count + 1}") }

exhibit = acme.exhibits.create!(
  name: "Amber", notes: "With a gnat", phase: "sorted", rarity: "rare", colour: "#FFBF00", secret_word: "sesame",
  pieces: 1, weight: "12.5", found_on: "2026-03-01", catalogued_at: "2026-03-02T10:30:00Z", on_display: true,
  materials: %w[resin], story: "<div>Found on the <strong>shore</strong>.</div>",
  address_attributes: {address_one: "1 Quay Street", city: "Rostock", country_id: 82, region_id: 1357, postal_code: "18055"}
)
exhibit.certificate.attach(io: StringIO.new("It is amber.\n"), filename: "certificate.txt", content_type: "text/plain")
acme.exhibits.create!(name: "Pebble")

acme.webhooks_outgoing_endpoints.create!(name: "Archive", url: "https://hooks.example.com/archive", event_type_ids: ["project.created"])

acme.invitations.create!(
  email: "invited@example.com",
  from_membership: acme.memberships.first,
  membership: Membership.new(team: acme, user_email: "invited@example.com")
)
first = acme.projects.first
acme.webhooks_outgoing_events.create!(
  event_type_id: "project.created", subject: first, data: {id: first.id, name: first.name}, api_version: 1
)
