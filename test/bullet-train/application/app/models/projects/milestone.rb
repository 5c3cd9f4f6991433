class Projects::Milestone < ApplicationRecord
  include Sortable

  belongs_to :project
  has_one :team, through: :project

  validates :name, presence: true

  def collection
    project.milestones
  end
end
