# The tables that the gems need, as they stand at these versions, and this application's own.
class CreateHarbour < ActiveRecord::Migration[8.1]
  def change
    create_people
    create_doorkeeper
    create_attachments
    create_webhooks
    create_scaffolding
    create_records
  end

  private

  def create_people
    create_table :teams do |t|
      t.string :name
      t.string :slug
      t.boolean :being_destroyed
      t.string :time_zone
      t.string :locale
      t.timestamps
    end

    create_table :users do |t|
      t.string :email, null: false, default: "", index: {unique: true}
      t.string :encrypted_password, null: false, default: ""
      t.string :reset_password_token, index: {unique: true}
      t.datetime :reset_password_sent_at
      t.datetime :remember_created_at
      t.integer :sign_in_count, null: false, default: 0
      t.datetime :current_sign_in_at
      t.datetime :last_sign_in_at
      t.inet :current_sign_in_ip
      t.inet :last_sign_in_ip
      t.integer :failed_attempts, null: false, default: 0
      t.string :unlock_token, index: {unique: true}
      t.datetime :locked_at
      t.bigint :current_team_id
      t.string :first_name
      t.string :last_name
      t.string :time_zone
      t.string :locale
      t.datetime :last_seen_at
      t.string :profile_photo_id
      t.jsonb :ability_cache
      t.datetime :last_notification_email_sent_at
      t.boolean :former_user, null: false, default: false
      t.bigint :platform_agent_of_id, index: true
      t.timestamps
    end

    create_table :account_onboarding_invitation_lists do |t|
      t.references :team, null: false
      t.jsonb :emails
      t.timestamps
    end

    create_table :invitations do |t|
      t.string :email
      t.string :uuid
      t.bigint :from_membership_id
      t.references :team
      t.references :invitation_list
      t.timestamps
    end

    create_table :memberships do |t|
      t.references :user
      t.references :team
      t.references :invitation
      t.string :user_first_name
      t.string :user_last_name
      t.string :user_profile_photo_id
      t.string :user_email
      t.bigint :added_by_id
      t.bigint :platform_agent_of_id
      t.jsonb :role_ids, default: []
      t.boolean :platform_agent, default: false
      t.timestamps
    end

    create_table :addresses do |t|
      t.references :addressable, polymorphic: true, null: false
      t.string :address_one
      t.string :address_two
      t.string :city
      t.integer :region_id
      t.string :region_name
      t.integer :country_id
      t.string :postal_code
      t.timestamps
    end
  end

  def create_doorkeeper
    create_table :oauth_applications do |t|
      t.string :name, null: false
      t.string :uid, null: false, index: {unique: true}
      t.string :secret, null: false
      t.text :redirect_uri
      t.string :scopes, null: false, default: ""
      t.boolean :confidential, null: false, default: true
      t.references :team
      t.timestamps
    end

    create_table :oauth_access_grants do |t|
      t.references :resource_owner, null: false
      t.references :application, null: false
      t.string :token, null: false, index: {unique: true}
      t.integer :expires_in, null: false
      t.text :redirect_uri, null: false
      t.string :scopes, null: false, default: ""
      t.datetime :revoked_at
      t.datetime :created_at, null: false
      # A stock application has no such columns, and then ignores PKCE.
      if ENV["PKCE"]
        t.string :code_challenge
        t.string :code_challenge_method
      end
    end

    create_table :oauth_access_tokens do |t|
      t.references :resource_owner
      t.references :application, null: false
      t.string :token, null: false, index: {unique: true}
      t.string :refresh_token, index: {unique: true}
      t.string :previous_refresh_token, null: false, default: ""
      t.integer :expires_in
      t.string :scopes
      t.string :description
      t.boolean :provisioned, default: false
      t.datetime :last_used_at
      t.datetime :revoked_at
      t.datetime :created_at, null: false
    end
  end

  def create_attachments
    create_table :active_storage_blobs do |t|
      t.string :key, null: false, index: {unique: true}
      t.string :filename, null: false
      t.string :content_type
      t.text :metadata
      t.string :service_name, null: false
      t.bigint :byte_size, null: false
      t.string :checksum
      t.datetime :created_at, null: false
    end

    create_table :active_storage_attachments do |t|
      t.string :name, null: false
      t.references :record, null: false, polymorphic: true, index: false
      t.references :blob, null: false
      t.datetime :created_at, null: false
      t.index [:record_type, :record_id, :name, :blob_id], unique: true, name: "index_active_storage_attachments_uniqueness"
    end

    create_table :active_storage_variant_records do |t|
      t.belongs_to :blob, null: false, index: false
      t.string :variation_digest, null: false
      t.index [:blob_id, :variation_digest], unique: true, name: "index_active_storage_variant_records_uniqueness"
    end

    create_table :action_text_rich_texts do |t|
      t.string :name, null: false
      t.text :body
      t.references :record, null: false, polymorphic: true, index: false
      t.timestamps
      t.index [:record_type, :record_id, :name], unique: true, name: "index_action_text_rich_texts_uniqueness"
    end
  end

  def create_webhooks
    create_table :webhooks_outgoing_endpoints do |t|
      t.references :team
      t.references :scaffolding_absolutely_abstract_creative_concept, index: {name: "index_endpoints_on_creative_concept"}
      t.text :url
      t.string :name
      t.jsonb :event_type_ids, default: []
      t.integer :api_version, null: false
      t.string :webhook_secret, null: false
      t.datetime :deactivation_limit_reached_at
      t.datetime :deactivated_at
      t.integer :consecutive_failed_deliveries, null: false, default: 0
      t.timestamps
    end

    create_table :webhooks_outgoing_events do |t|
      t.references :team
      t.string :uuid
      t.string :event_type_id
      t.references :subject, polymorphic: true
      t.jsonb :data
      t.jsonb :payload
      t.integer :api_version, null: false
      t.timestamps
    end

    create_table :webhooks_outgoing_deliveries do |t|
      t.references :endpoint
      t.references :event
      t.text :endpoint_url
      t.datetime :delivered_at
      t.timestamps
    end

    create_table :webhooks_outgoing_delivery_attempts do |t|
      t.references :delivery
      t.integer :response_code
      t.text :response_body
      t.text :response_message
      t.text :error_message
      t.integer :attempt_number
      t.timestamps
    end
  end

  def create_scaffolding
    create_table :scaffolding_absolutely_abstract_creative_concepts do |t|
      t.references :team, null: false, index: {name: "index_creative_concepts_on_team"}
      t.string :name
      t.text :description
      t.timestamps
    end

    create_table :scaffolding_completely_concrete_tangible_things do |t|
      t.references :absolutely_abstract_creative_concept, null: false, index: {name: "index_tangible_things_on_creative_concept"}
      t.string :text_field_value
      t.boolean :boolean_button_value
      t.boolean :boolean_checkbox_value
      t.string :button_value
      t.jsonb :multiple_button_values, default: []
      t.string :color_picker_value
      t.string :cloudinary_image_value
      t.date :date_field_value
      t.datetime :date_and_time_field_value
      t.string :email_field_value
      t.string :password_field_value
      t.string :phone_field_value
      t.string :option_value
      t.jsonb :multiple_option_values, default: []
      t.string :super_select_value
      t.jsonb :multiple_super_select_values, default: []
      t.text :text_area_value
      t.integer :sort_order
      t.timestamps
    end

    create_table :scaffolding_completely_concrete_tangible_things_assignments do |t|
      t.references :tangible_thing, index: {name: "index_assignments_on_tangible_thing"}
      t.references :membership, index: {name: "index_assignments_on_membership"}
      t.timestamps
    end
  end

  def create_records
    create_table :projects do |t|
      t.references :team, null: false
      t.string :name
      t.text :description
      t.string :priority, default: "normal"
      t.date :due_on
      t.decimal :budget, precision: 12, scale: 2
      t.boolean :archived, default: false
      t.jsonb :tag_names, default: []
      t.timestamps
    end

    create_table :tasks do |t|
      t.references :project, null: false
      t.string :name
      t.boolean :done, default: false
      t.text :notes
      t.timestamps
    end

    create_table :projects_milestones do |t|
      t.references :project, null: false
      t.string :name
      t.datetime :reached_at
      t.integer :sort_order
      t.timestamps
    end

    create_table :exhibits do |t|
      t.references :team, null: false
      t.references :keeper
      t.string :name
      t.text :notes
      t.string :phase, null: false, default: "found"
      t.string :rarity
      t.string :colour
      t.string :portrait
      t.string :mood
      t.string :contact_email
      t.string :contact_phone
      t.string :secret_word
      t.integer :pieces
      t.decimal :weight, precision: 10, scale: 3
      t.date :found_on
      t.datetime :catalogued_at
      t.boolean :on_display
      t.boolean :fragile, default: false
      t.string :origin
      t.text :recipe
      t.jsonb :materials, default: []
      t.jsonb :uses, default: []
      t.jsonb :related_places, default: []
      t.timestamps
    end
  end
end
