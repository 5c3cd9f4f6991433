json.extract! task, :id, :project_id, :name, :done, :notes, :created_at, :updated_at
