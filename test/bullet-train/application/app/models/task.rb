class Task < ApplicationRecord
  belongs_to :project
  has_one :team, through: :project

  validates :name, presence: true
end
