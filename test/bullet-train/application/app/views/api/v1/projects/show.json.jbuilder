json.partial! "api/v1/projects/project", project: @project
