class Api::V1::ExhibitsController < Api::V1::ApplicationController
  account_load_and_authorize_resource :exhibit, through: :team, through_association: :exhibits

  def index
  end

  def show
  end

  def create
    if @exhibit.save
      render :show, status: :created, location: [:api, :v1, @exhibit]
    else
      render json: @exhibit.errors, status: :unprocessable_entity
    end
  end

  def update
    if @exhibit.update(exhibit_params)
      render :show
    else
      render json: @exhibit.errors, status: :unprocessable_entity
    end
  end

  def destroy
    @exhibit.destroy
  end

  private

  module StrongParameters
    def exhibit_params
      strong_params = params.require(:exhibit).permit(
        *permitted_fields,
        :name,
        :notes,
        :story,
        :phase,
        :rarity,
        :colour,
        :portrait,
        :mood,
        :contact_email,
        :contact_phone,
        :secret_word,
        :pieces,
        :weight,
        :found_on,
        :catalogued_at,
        :on_display,
        :fragile,
        :origin,
        :keeper_id,
        :recipe,
        :photograph,
        :photograph_removal,
        :certificate,
        :certificate_removal,
        *permitted_arrays,
        materials: [],
        uses: [],
        related_places: [],
        papers: [],
        papers_removal: [],
        address_attributes: [:id, :address_one, :address_two, :city, :region_id, :region_name, :country_id, :postal_code]
      )
      process_params(strong_params)
      strong_params
    end
  end

  include StrongParameters
end
