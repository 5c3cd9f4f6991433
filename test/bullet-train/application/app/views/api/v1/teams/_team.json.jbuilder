json.extract! team, :id, :name, :time_zone, :locale, :created_at, :updated_at
