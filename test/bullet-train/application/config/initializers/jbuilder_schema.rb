Jbuilder::Schema.configure { |config| config.description_name = [:api_description, :heading] }
