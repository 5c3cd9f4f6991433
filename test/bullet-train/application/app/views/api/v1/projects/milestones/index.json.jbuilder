json.array! @milestones, partial: "api/v1/projects/milestones/milestone", as: :milestone
