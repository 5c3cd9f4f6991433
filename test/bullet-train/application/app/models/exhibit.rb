# Has one field of every kind that super scaffolding knows, written as it writes them.
class Exhibit < ApplicationRecord
  enum :phase, {found: "found", sorted: "sorted", shown: "shown"}, validate: true

  belongs_to :team
  belongs_to :keeper, class_name: "Membership", optional: true

  has_one :address, as: :addressable, dependent: :destroy
  accepts_nested_attributes_for :address

  has_rich_text :story
  has_one_attached :photograph
  has_one_attached :certificate
  has_many_attached :papers

  attr_accessor :photograph_removal, :certificate_removal, :papers_removal

  validates :name, presence: true
  validates :keeper, scope: true

  after_validation :remove_files

  def valid_keepers
    team.memberships
  end

  private

  def remove_files
    photograph.purge if photograph_removal.present?
    certificate.purge if certificate_removal.present?
    papers.where(id: papers_removal).each(&:purge) if papers_removal.present?
  end
end
