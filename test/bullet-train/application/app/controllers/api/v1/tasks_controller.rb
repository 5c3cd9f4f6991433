class Api::V1::TasksController < Api::V1::ApplicationController
  account_load_and_authorize_resource :task, through: :project, through_association: :tasks

  def index
  end

  def show
  end

  def create
    if @task.save
      render :show, status: :created, location: [:api, :v1, @task]
    else
      render json: @task.errors, status: :unprocessable_entity
    end
  end

  def update
    if @task.update(task_params)
      render :show
    else
      render json: @task.errors, status: :unprocessable_entity
    end
  end

  def destroy
    @task.destroy
  end

  private

  module StrongParameters
    def task_params
      strong_params = params.require(:task).permit(*permitted_fields, :name, :done, :notes, *permitted_arrays)
      process_params(strong_params)
      strong_params
    end
  end

  include StrongParameters
end
