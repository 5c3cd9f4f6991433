class Api::V1::ProjectsController < Api::V1::ApplicationController
  account_load_and_authorize_resource :project, through: :team, through_association: :projects, member_actions: [:archive]

  def index
  end

  def show
  end

  def create
    if @project.save
      render :show, status: :created, location: [:api, :v1, @project]
    else
      render json: @project.errors, status: :unprocessable_entity
    end
  end

  def update
    if @project.update(project_params)
      render :show
    else
      render json: @project.errors, status: :unprocessable_entity
    end
  end

  def archive
    @project.update!(archived: true)
    render :show
  end

  def destroy
    @project.destroy
  end

  private

  # A filtered list, as an application writes one.
  def apply_filters
    self.collection = collection.where(priority: params[:priority]) if params[:priority]
    self.collection = collection.where(archived: params[:archived]) if params[:archived]
  end

  module StrongParameters
    def project_params
      strong_params = params.require(:project).permit(
        *permitted_fields,
        :name,
        :description,
        :priority,
        :due_on,
        :budget,
        :archived,
        *permitted_arrays,
        tag_names: []
      )
      process_params(strong_params)
      strong_params
    end
  end

  include StrongParameters
end
