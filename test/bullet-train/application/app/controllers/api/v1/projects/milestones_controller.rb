class Api::V1::Projects::MilestonesController < Api::V1::ApplicationController
  account_load_and_authorize_resource :milestone, through: :project, through_association: :milestones

  def index
  end

  def show
  end

  def create
    if @milestone.save
      render :show, status: :created, location: [:api, :v1, @milestone]
    else
      render json: @milestone.errors, status: :unprocessable_entity
    end
  end

  def update
    if @milestone.update(milestone_params)
      render :show
    else
      render json: @milestone.errors, status: :unprocessable_entity
    end
  end

  def destroy
    @milestone.destroy
  end

  private

  module StrongParameters
    def milestone_params
      strong_params = params.require(:projects_milestone).permit(
        *permitted_fields, :name, :reached_at, :sort_order, *permitted_arrays
      )
      process_params(strong_params)
      strong_params
    end
  end

  include StrongParameters
end
