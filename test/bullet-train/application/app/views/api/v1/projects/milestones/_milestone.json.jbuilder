json.extract! milestone, :id, :project_id, :name, :reached_at, :sort_order, :created_at, :updated_at
