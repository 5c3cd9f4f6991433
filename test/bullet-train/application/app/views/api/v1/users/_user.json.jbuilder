json.extract! user, :id, :email, :first_name, :last_name, :time_zone, :locale, :created_at, :updated_at

# Tells the client of a team connection which team it is in.
if user.platform_agent_of
  json.team_id user.teams.first.id
  json.team_name user.teams.first.name
end
