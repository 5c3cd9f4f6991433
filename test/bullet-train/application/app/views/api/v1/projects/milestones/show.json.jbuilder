json.partial! "api/v1/projects/milestones/milestone", milestone: @milestone
