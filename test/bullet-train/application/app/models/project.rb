class Project < ApplicationRecord
  PRIORITIES = %w[low normal high].freeze

  belongs_to :team
  has_many :tasks, dependent: :destroy
  has_many :milestones, class_name: "Projects::Milestone", dependent: :destroy

  validates :name, presence: true
end
