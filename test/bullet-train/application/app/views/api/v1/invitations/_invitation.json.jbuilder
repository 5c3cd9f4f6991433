json.extract! invitation, :id, :email, :uuid, :from_membership_id, :team_id, :invitation_list_id, :created_at, :updated_at
