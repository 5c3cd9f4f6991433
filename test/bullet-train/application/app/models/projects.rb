module Projects
  def self.table_name_prefix
    "projects_"
  end
end
