json.array! @tasks, partial: "api/v1/tasks/task", as: :task
